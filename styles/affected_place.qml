<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="Symbology" labelsEnabled="0">
 <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">
  <symbols>
   <symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="name" value="cross"/>
      <Option type="QString" name="size" value="4.2"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="0,0,0,255"/>
      <Option type="QString" name="outline_color" value="255,255,255,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.9"/>
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
      <Option type="QString" name="name" value="cross"/>
      <Option type="QString" name="size" value="4"/>
      <Option type="QString" name="size_unit" value="MM"/>
      <Option type="QString" name="angle" value="0"/>
      <Option type="QString" name="color" value="0,0,0,255"/>
      <Option type="QString" name="outline_color" value="0,0,0,255"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="0.4"/>
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
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
