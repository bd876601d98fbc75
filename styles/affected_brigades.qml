<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology|Labeling" labelsEnabled="1">
 <renderer-v2 type="categorizedSymbol" attr="status" symbollevels="0" enableorderby="0" forceraster="0">
  <categories>
   <category value="existing" label="消防队：已建" symbol="0" render="true"/>
   <category value="planned" label="消防队：拟建" symbol="1" render="true"/>
   <category value="deferred" label="消防队：缓建" symbol="2" render="true"/>
   <category value="" label="消防队：状态未注明" symbol="3" render="true"/>
  </categories>
  <symbols>
   <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="3.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="140,10,20,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.25"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="star"/>
      <Option type="QString" name="size" value="3.5"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="214,30,36,255"/>
      <Option type="QString" name="outline_color" value="140,10,20,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.15"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="3.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="190,20,30,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.25"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="star"/>
      <Option type="QString" name="size" value="3.5"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="190,20,30,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.15"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="3.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="130,130,130,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.25"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="star"/>
      <Option type="QString" name="size" value="3.5"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="130,130,130,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.15"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
   <symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="circle"/>
      <Option type="QString" name="size" value="3.7"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="255,255,255,255"/>
      <Option type="QString" name="outline_color" value="110,110,110,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.25"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="star"/>
      <Option type="QString" name="size" value="3.5"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="205,205,205,255"/>
      <Option type="QString" name="outline_color" value="110,110,110,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.15"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
      <Option type="QString" name="offset" value="0,0"/>
      <Option type="QString" name="offset_unit" value="MM"/>
      <Option type="QString" name="joinstyle" value="miter"/>
      <Option type="QString" name="scale_method" value="diameter"/>
      <Option type="QString" name="horizontal_anchor_point" value="1"/>
      <Option type="QString" name="vertical_anchor_point" value="1"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="label" isExpression="0" fontFamily="Noto Sans CJK SC" fontSize="2.5" fontSizeUnit="MM" fontWeight="75" namedStyle="Bold" fontItalic="0" fontLetterSpacing="0" textColor="150,10,20,255" textOpacity="1">
    <text-buffer bufferDraw="1" bufferSize="0.35" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.9"/>
   </text-style>
   <placement placement="6" predefinedPositionOrder="R,TR,BR,L,T,B,TL,BL" offsetType="1" dist="0.35" distUnits="MM" priority="7"/>
   <rendering drawLabels="1" obstacle="1" displayAll="0"/>
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
